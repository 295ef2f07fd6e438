        server.respond(500, "", "");
        client.jobs().retrieve_a().send().await?;
        for _ in 0..2 {
            server.respond(429, "", "");
        }
        client.jobs().retrieve_a().send().await.unwrap_err();
        server.respond(409, "", "");
        server.respond(503, "", "");
        client.jobs().create_a().send().await?;
        server.respond(429, "", "");
        client.jobs().create_a().send().await.unwrap_err();
        server.respond(429, "", "");
        client.jobs().delete_a().send().await.unwrap_err();
        server.respond(409, "", "");
        let options = RequestOptions::new().retry_policy(Retries::none());
        client.jobs().create_a().options(options).send().await.unwrap_err();
        #[derive(Debug)]
        struct Default;
        impl RetryPolicy for Default {
            fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
                attempt.default_decision()
            }
        }
        server.respond(409, "", "");
        let options = RequestOptions::new().retry_policy(Default);
        client.jobs().create_a().options(options).send().await?;

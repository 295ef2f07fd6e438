        client.things().retrieve_a().send().await?;
        let client = Client::builder().api_key("Token hunter2").base_url(server.url()).build()?;
        let error = client.things().echo().send().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        server.record_error(error);
        server.record_error(Client::new("é").unwrap_err());

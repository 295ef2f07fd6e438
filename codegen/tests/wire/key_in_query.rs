        client.things().retrieve_a().options(RequestOptions::new().query("x", 1)).send().await?;
        let client = Client::builder().api_key("hunter/2 é").base_url(server.url()).build()?;
        assert!(!format!("{client:?}").contains("hunter"));
        let error = client.things().echo().q("x").send().await.unwrap_err();
        assert!(!format!("{error} {error:?} {:?}", error.detail()).contains("hunter"));
        server.record_error(error);

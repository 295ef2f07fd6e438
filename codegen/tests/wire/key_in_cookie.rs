        client.things().retrieve_a().send().await?;
        let client = Client::builder().api_key("hunter;2").base_url(server.url()).build()?;
        let error = client.things().echo().lang("en").send().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter"));
        server.record_error(error);

        // The server is used as a proxy, so that it records the target of each request.
        let proxy = reqwest::Proxy::http(server.url()).unwrap();
        let http = reqwest::Client::builder().proxy(proxy).build().unwrap();
        let away = Client::builder().api_key("KEY").http_client(http).build()?;
        away.things().retrieve_a().send().await?;
        away.things().of_path().send().await?;
        away.things().of_operation().send().await?;
        away.things().as_ever().send().await?;
        away.things().at_home().send().await?;
        // The key isn't sent over plain HTTP to a server of the document.
        server.record_error(away.things().locked().send().await.unwrap_err());
        // The caller's base URL overrides all servers.
        client.things().retrieve_a().send().await?;
        client.things().of_path().send().await?;
        client.things().of_operation().send().await?;
        client.things().locked().send().await?;

        // By way of the server as a proxy, to see where requests go.
        let proxy = reqwest::Proxy::http(server.url()).unwrap();
        let http = reqwest::Client::builder().proxy(proxy).build().unwrap();
        let away = Client::builder().api_key("KEY").http_client(http).build()?;
        away.things().get().send().await?;
        away.things().of_path().send().await?;
        away.things().of_operation().send().await?;
        away.things().as_ever().send().await?;
        away.things().at_home().send().await?;
        // No key goes in the clear to where only the document has sent it.
        server.note(away.things().locked().send().await.unwrap_err());
        // The caller's base URL goes before all of them.
        client.things().get().send().await?;
        client.things().of_path().send().await?;
        client.things().of_operation().send().await?;
        client.things().locked().send().await?;

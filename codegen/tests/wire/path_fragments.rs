        let items = client.items();
        items.list().send().await?;
        items.first_item().send().await?;
        items.drop_item("true", "2026-01-01T00:00:00Z").send().await?;
        server.record_error(items.drop_item("", "..").send().await.unwrap_err());

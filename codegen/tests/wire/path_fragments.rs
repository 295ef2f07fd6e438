        let items = client.items();
        items.list().send().await?;
        items.first().send().await?;
        items.delete("true", "2026-01-01T00:00:00Z").send().await?;
        server.record_error(items.delete("", "..").send().await.unwrap_err());

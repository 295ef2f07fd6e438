        let plain = client.plain();
        plain.retrieve_by_id("a").send().await?;
        plain.retrieve().send().await?;
        plain.create().send().await?;
        client.ids().same().send().await?;
        client.ids().same_2().send().await?;

        let plain = client.plain();
        plain.retrieve("a").send().await?;
        plain.list().send().await?;
        plain.create().send().await?;
        client.ids().same().send().await?;
        client.ids().same_2().send().await?;

        client.things().certificate().send().await?;
        client.things().again().send().await?;
        client.things().either().send().await?;
        client.things().both().send().await?;
        client.things().open().send().await?;

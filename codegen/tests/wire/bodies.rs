        use models::Thing;
        let things = client.things();
        things.create().send().await?;
        things.create().size(0).name("").send().await?;
        things.replace_things([Thing::new("a").tags([""; 0]).size(None), Thing::new("b")]).send().await?;
        things.replace_things([]).send().await?;
        things.patch("2026-02-28".parse().unwrap()).name("\"\u{1F600}\\\n").send().await?;
        things.drop_things().ids(["x"]).send().await?;
        things.drop_things().send().await?;
        things.ask_things().send().await?;
        server.respond(200, "", "");
        things.count().send().await?;
        client.texts().create("plain").send().await?;
        client.texts().maybe_text().send().await?;
        client.texts().maybe_text().body([1, 2]).send().await?;
        // Callers encode a form that the document describes as a string.
        client.texts().patch("a=1&b=%20").send().await?;

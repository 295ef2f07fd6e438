        let pets = client.pets();
        pets.list(5, "2").lang("en").tags(["a", "b"]).trace("x").crumb("y").send().await?;
        pets.create("five", "1").tags(["a", "b"]).send().await?;
        pets.create("5", "3").trace("x").lang("de").send().await?;

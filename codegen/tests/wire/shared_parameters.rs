        let pets = client.pets();
        pets.list(5, "2").lang("en").tags(["a", "b"]).trace("x").crumb("y").send().await?;
        pets.pets("five", "1").tags(["a", "b"]).send().await?;
        pets.pets("5", "3").trace("x").lang("de").send().await?;

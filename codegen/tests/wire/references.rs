        let pets = client.pets();
        server.example("getPet 200");
        server.read(pets.retrieve("5").fields(["a", "b"]).send().await?);
        server.example("putPet 200");
        server.read(pets.replace("5", "Rex").fields(["c"]).send().await?);
        server.example("addPet 201");
        server.read(pets.create("Rex").toy(models::PetToy::new().name("ball").twin("top")).send().await?);

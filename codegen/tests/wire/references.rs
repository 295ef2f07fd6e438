        let pets = client.pets();
        server.respond_example("getPet 200");
        server.record(pets.retrieve("5").fields(["a", "b"]).send().await?);
        server.respond_example("putPet 200");
        server.record(pets.replace("5", "Rex").fields(["c"]).send().await?);
        server.respond_example("addPet 201");
        server.record(pets.create("Rex").toy(models::PetToy::new().name("ball").twin("top")).send().await?);

        let rooms = client.rooms();
        server.example("getRoom 200");
        server.read(rooms.retrieve("a/b").send().await?);
        rooms.create("c").next(models::Room::new("d")).send().await?;

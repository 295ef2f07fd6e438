        let rooms = client.rooms();
        server.respond_example("getRoom 200");
        server.record(rooms.retrieve("a/b").send().await?);
        rooms.create("c").next(models::Room::new("d")).send().await?;

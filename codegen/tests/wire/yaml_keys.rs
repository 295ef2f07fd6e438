        let points = client.points();
        server.example("getPoint 200");
        server.read(points.get().y(1).no(true).on("off").send().await?);

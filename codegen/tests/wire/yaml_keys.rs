        let points = client.points();
        server.respond_example("getPoint 200");
        server.record(points.retrieve().y(1).no(true).on("off").send().await?);

        use models::{Circle, Detail, Shape, Square, Value};
        let (shapes, values) = (client.shapes(), client.values());
        server.respond_example("swapShape 200 circle");
        server.record(shapes.swap(Circle::new("circle", 1.0)).send().await?);
        server.respond_example("swapShape 200 square");
        let shape: Shape = Square::new("Square", 2).into();
        server.record(shapes.swap(shape).send().await?);
        server.respond_json(r#"{"kind": "star", "points": 5}"#);
        let star = shapes.swap(Square::new("Square", 2)).send().await?;
        server.record(&star);
        server.respond_json(r#"{"kind": "circle", "radius": 0}"#);
        server.record(shapes.swap(star).send().await?);
        server.respond_json(r#"{"kind": "circle", "radius": "wide"}"#);
        let Shape::Unknown(circle) = shapes.swap(Circle::new("circle", 1.0)).send().await? else { panic!() };
        server.record(circle.reason);
        let sent: [Value; 4] = [1.into(), "1".to_owned().into(), Detail::new(1).into(), vec!["1".to_owned()].into()];
        for (value, answer) in sent.into_iter().zip([r#""2""#, r#"["2"]"#, "2", r#"{"depth":2}"#]) {
            server.respond_json(answer);
            server.record(values.swap(value).send().await?);
        }
        server.respond_json("2.5");
        server.record(values.swap(3).send().await?);

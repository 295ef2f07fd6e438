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
        let mut names = Vec::new();
        for answer in [r#"{"title":"a"}"#, r#"{"title":"a","tags":[1]}"#, r#"{"note":"a"}"#, r#"{"title":"a","note":"b"}"#] {
            server.respond_json(answer);
            let entry = client.notes().swap().send().await?;
            names.push(match &entry {
                models::Entry::Titled(_) => "Titled",
                models::Entry::Tagged(_) => "Tagged",
                models::Entry::Note(_) => "Note",
                _ => "Unknown",
            });
            server.record(entry);
        }
        for answer in [r#"{"type":"card"}"#, r#"{"type":"cash"}"#, r#"{"is_free":true}"#, "1", "1.5", r#"[2,[{"type":"coins"}]]"#] {
            server.respond_json(answer);
            let payment = client.payments().swap().send().await?;
            names.push(match &payment {
                models::Payment::ByCard(models::PaymentByCard { .. }) => "ByCard",
                models::Payment::Cash(models::PaymentCash { .. }) => "Cash",
                models::Payment::True(models::PaymentTrue { .. }) => "True",
                models::Payment::Integer(1) => "Integer",
                models::Payment::Number(_) => "Number",
                models::Payment::Payments(_) => "Payments",
                _ => "Unknown",
            });
            server.record(payment);
        }
        server.record(names);
        server.respond_json(r#"[{"kind":"circle","radius":1.5},{"kind":"polygon","sides":3,"a":1.5},{"kind":"polygon","sides":5},{"kind":"point","x":1.5}]"#);
        let figures = client.figures().swap().send().await?;
        let kinds: Vec<Option<&str>> = figures.iter().map(|figure| figure.kind()).collect();
        server.record(kinds);
        let [_, models::Figure::Polygon(known), models::Figure::Polygon(unknown), _] = &figures[..] else { panic!() };
        assert!(matches!(known, models::Polygon::Triangle(_)));
        assert!(matches!(unknown, models::Polygon::Unknown(_)));
        server.record(figures);

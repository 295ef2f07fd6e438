        use models::Point;
        let forms = client.forms();
        forms.send("a b+c&d=ü").send().await?;
        forms.send("").plain(["1", "2"]).commas(["3", "4,5"]).pipes([6, 7]).spaces([8, 9]).send().await?;
        forms.send("a").json(Point::new().x(1)).deep([("k", "v".to_owned())]).flag(true).note("n").send().await?;

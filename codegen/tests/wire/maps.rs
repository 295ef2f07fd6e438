        use models::Maps;
        use serde_json::json;
        let maps = Maps::new().counts([("b", 2), ("a", 1)]).lists([("z", vec![vec![false]])]);
        let maps = maps.free([("n".to_owned(), json!(null))]).anything(json!({"k": [1.5]})).list([json!("x"), json!(1)]);
        server.respond_example("swap 200 full");
        server.record(client.maps().swap([maps]).send().await?);
        server.respond_example("swap 200 empty");
        server.record(client.maps().swap([Maps::new().anything(json!(null))]).send().await?);

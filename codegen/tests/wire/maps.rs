        use models::Maps;
        use serde_json::json;
        let maps = Maps::new().counts([("b", 2), ("a", 1)]).lists([("z", vec![vec![false]])]);
        let maps = maps.free([("n".to_owned(), json!(null))]).anything(json!({"k": [1.5]})).list([json!("x"), json!(1)]);
        server.example("swap 200 full");
        server.read(client.maps().swap([maps]).send().await?);
        server.example("swap 200 empty");
        server.read(client.maps().swap([Maps::new().anything(json!(null))]).send().await?);

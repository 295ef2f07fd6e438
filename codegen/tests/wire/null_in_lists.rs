        use serde_json::json;
        server.example("swap 200");
        let row = client.rows().swap().cells([json!(null), json!("x")]).by_name([("y", json!(null))]).plain(["z"]);
        server.read(row.send().await?);

        use serde_json::json;
        server.respond_example("swap 200");
        let row = client.rows().swap().cells([json!(null), json!("x")]).by_name([("y", json!(null))]).plain(["z"]);
        server.record(row.send().await?);

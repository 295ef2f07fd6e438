        server.respond_example("swap 200");
        let row = client.rows().swap().cells([None, Some("x".to_owned())]).by_name([("y", None), ("z", Some(2))]).plain(["z"]);
        server.record(row.send().await?);
        server.respond_json(r#"{"cells": [1]}"#);
        server.record_error(client.rows().swap().send().await.unwrap_err());

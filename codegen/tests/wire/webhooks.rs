        client.rooms().create().url("https://me.example.com").send().await?;
        let ended: models::RoomEnded = serde_json::from_str(r#"{"reason": "tired"}"#).unwrap();
        server.record(ended);
        let opened: models::RoomOpened = serde_json::from_str(r#"{"at": "2026-01-01T01:00:00+01:00"}"#).unwrap();
        server.record(opened);

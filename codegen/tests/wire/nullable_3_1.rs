        use models::{Mode, Other};
        let swap = |needed: Option<String>| client.nulls().swap(needed);
        server.example("swap 200 full");
        let full = swap(Some("a".to_owned())).both("b").any(Other::new().x(1));
        server.read(full.one(5).mode(Mode::Off).send().await?);
        server.answer_json(r#"{"needed": null, "both": null, "any": null, "one": null, "mode": null}"#);
        server.read(swap(None).both(None).any(None).one(None).mode(None).send().await?);
        server.example("swap 200 null");
        server.show(swap(None).send().await?.needed);

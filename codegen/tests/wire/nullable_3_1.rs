        use models::{Mode, Other};
        let swap = |needed: Option<String>| client.nulls().swap(needed);
        server.respond_example("swap 200 full");
        let full = swap(Some("a".to_owned())).both("b").any(Other::new().x(1));
        server.record(full.one(5).mode(Mode::Off).send().await?);
        server.respond_json(r#"{"needed": null, "both": null, "any": null, "one": null, "mode": null}"#);
        server.record(swap(None).both(None).any(None).one(None).mode(None).send().await?);
        server.respond_example("swap 200 null");
        server.record_debug(swap(None).send().await?.needed);

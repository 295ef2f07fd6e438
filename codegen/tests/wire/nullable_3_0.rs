        use models::{Mode, Other};
        let swap = |needed: Option<String>| client.nulls().swap(needed);
        server.respond_example("swap 200 full");
        let full = swap(Some("a".to_owned())).old("b").plain("c").list(vec!["d".to_owned()]);
        server.record(full.other(Other::new().x(1)).mode(Mode::On).send().await?);
        server.respond_json(r#"{"needed": null, "plain": null, "list": null, "mode": null, "other": null}"#);
        server.record(swap(None).old(None).list(None).other(None).mode(None).send().await?);
        server.respond_example("swap 200 null");
        server.record_debug(swap(None).send().await?.needed);

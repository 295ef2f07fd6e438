        use models::Rgb;
        client.colors().retrieve_a().json(Rgb::new().r(100)).text("a b").send().await?;
        client.colors().retrieve_a().any(serde_json::json!([1, "é"])).list(["a", "b&c"]).send().await?;
        client.colors().retrieve_a().list([""; 0]).send().await?;
        client.colors().retrieve_a().free([("a b", serde_json::json!(1)), ("c", serde_json::json!(["d", "e"]))]).send().await?;
        client.colors().retrieve_a().url("https://a.example/b?c=d&e=f#g,(h);%2F[i]").send().await?;
        client.colors().retrieve_a().urls(["/a:1", "b&c"]).empty("").send().await?;
        server.record_error(client.colors().retrieve_a().free([("a", serde_json::json!({"b": 1}))]).send().await.unwrap_err());

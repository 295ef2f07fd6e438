        use models::Numbers;
        let numbers = client.numbers();
        server.respond_example("swap 200 limits");
        let sent = Numbers::new().small(i32::MAX).big(i64::MIN).huge(serde_json::json!(18446744073709551615u64)).float(16777217.0).tiny(0.1).text("9");
        server.record(numbers.swap([sent]).send().await?);
        server.respond_json(r#"{"small": 2147483648}"#);
        server.record_error(numbers.swap([]).send().await.unwrap_err());
        server.respond_json(r#"{"big": 18446744073709551616}"#);
        server.record_error(numbers.swap([]).send().await.unwrap_err());

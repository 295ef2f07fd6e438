        use models::Rgb;
        let rgb = || Rgb::new().r(100).g(200).b(150);
        client.colors().get("one").send().await?;
        client.colors().get("").x_flag(false).x_list(["blue", "black"]).send().await?;
        client.colors().get("1").x_object(rgb()).x_exploded(rgb()).x_json(rgb()).x_text("a b").send().await?;
        client.colors().get("2").x_object(Rgb::new()).send().await?;
        server.record_error(client.colors().get("a\r\nb: c").send().await.unwrap_err());
        client.colors().get("é").send().await?;
        server.record_error(client.colors().get("3").x_list([""; 0]).send().await.unwrap_err());

        use models::Rgb;
        let rgb = || Rgb::new().r(100).g(200).b(150);
        client.colors().retrieve_a("one").send().await?;
        client.colors().retrieve_a("").x_flag(false).x_list(["blue", "black"]).send().await?;
        client.colors().retrieve_a("1").x_object(rgb()).x_exploded(rgb()).x_json(rgb()).x_text("a b").send().await?;
        client.colors().retrieve_a("2").x_object(Rgb::new()).send().await?;
        server.record_error(client.colors().retrieve_a("a\r\nb: c").send().await.unwrap_err());
        client.colors().retrieve_a("é").send().await?;
        server.record_error(client.colors().retrieve_a("3").x_list([""; 0]).send().await.unwrap_err());

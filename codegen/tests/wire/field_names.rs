        use models::Names;
        let names = Names::new().r#type("1").r#fn("2").self_("3").on("4")._2nd("5").kebab_case("7").camel_case("8");
        let names = names.größe("9").a_b("10").id("6").u1f980("11").id_2("12").id_3("13").id_4("14").empty("15");
        server.respond_example("swap 200 all");
        server.record(client.names().swap([names]).send().await?);

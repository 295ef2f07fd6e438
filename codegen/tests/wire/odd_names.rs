        let odd = client.odd();
        odd.retrieve_a().filter_name("x").ids([1, 2]).send().await?;
        odd.retrieve_a().a_b("c d").größe("ä").top(5).send().await?;
        odd.retrieve_a().r#type("t")._2nd("n").x_y_z("w").self_("s").send_("t").send().await?;
        odd.retrieve_a().odata([("k,1", "v=2".to_owned())]).send().await?;
        odd.cancel("a/b", 5, "c:d", "L").send().await?;
        odd.cancel("{a}", -1, "-", "").send().await?;

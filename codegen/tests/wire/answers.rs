        use futures_util::TryStreamExt;
        let answers = client.answers();
        server.example("getJson 200");
        server.read(answers.get_json().send().await?);
        server.answer_json(r#"{"id": 6, "new": {"a": 1}, "tags": null}"#);
        server.read(answers.get_json().send().await?);
        server.answer_json(r#"{"tags": []}"#);
        server.note(answers.get_json().send().await.unwrap_err());
        for example in ["getProblem 200 small", "getProblem 200 odd"] {
            server.example(example);
            server.read(answers.get_problem().send().await?);
        }
        server.example("getList 200");
        server.read(answers.get_list().send().await?);
        server.answer(200, "text/plain", "two\nlines, ä");
        server.read(answers.get_text().send().await?);
        server.answer_json("1e2");
        server.read(answers.get_number().send().await?);
        server.answer(200, "application/pdf", [0x25, 0xff, 0x00]);
        server.read(answers.get_bytes().send().await?);
        server.answer(200, "application/pdf", [0x25, 0xff, 0x00]);
        let pieces: Vec<_> = answers.get_bytes().download().await?.try_collect().await?;
        server.read(pieces.concat());
        server.answer(200, "", "");
        answers.get_nothing().send().await?;
        server.answer(200, "text/html", "<p>Done.");
        answers.get_nothing().send().await?;

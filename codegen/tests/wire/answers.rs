        use futures_util::TryStreamExt;
        let answers = client.answers();
        server.respond_example("getJson 200");
        server.record(answers.retrieve_json().send().await?);
        server.respond_json(r#"{"id": 6, "new": {"a": 1}, "tags": null}"#);
        server.record(answers.retrieve_json().send().await?);
        server.respond_json(r#"{"tags": []}"#);
        server.record_error(answers.retrieve_json().send().await.unwrap_err());
        for example in ["getProblem 200 small", "getProblem 200 odd"] {
            server.respond_example(example);
            server.record(answers.retrieve_problem().send().await?);
        }
        server.respond_example("getList 200");
        server.record(answers.retrieve_list().send().await?);
        server.respond(200, "text/plain", "two\nlines, ä");
        server.record(answers.retrieve_text().send().await?);
        server.respond_json("1e2");
        server.record(answers.retrieve_number().send().await?);
        server.respond(200, "application/pdf", [0x25, 0xff, 0x00]);
        server.record(answers.retrieve_bytes().send().await?);
        server.respond(200, "application/pdf", [0x25, 0xff, 0x00]);
        let pieces: Vec<_> = answers.retrieve_bytes().download().await?.try_collect().await?;
        server.record(pieces.concat());
        server.respond(200, "", "");
        answers.retrieve_nothing().send().await?;
        server.respond(200, "text/html", "<p>Done.");
        answers.retrieve_nothing().send().await?;

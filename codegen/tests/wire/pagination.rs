        use futures_util::{StreamExt as _, TryStreamExt as _};

        server.respond_json(r#"{"items": ["a", "b"], "paging": {"next_cursor": "x=&", "total": 3}}"#);
        server.respond_json(r#"{"items": [], "paging": {"next_cursor": "y"}}"#);
        server.respond_json(r#"{"items": ["c"], "paging": {"next_cursor": ""}}"#);
        let names: Vec<String> = client.cursors().list().limit(2).stream().try_collect().await?;
        server.record(names);

        server.respond_json(r#"{"items": ["a", 7], "paging": {"next_cursor": "x", "total": 3}}"#);
        server.respond(500, "text/plain", "");
        server.respond_json(r#"{"items": ["c"]}"#);
        let mut names = client.cursors().list().stream();
        server.record(names.next().await.unwrap()?);
        server.record_error(names.next().await.unwrap().unwrap_err());
        server.record(names.next_position());
        let without_retries = RequestOptions::new().retry_policy(Retries::none());
        let mut failing = client.cursors().list().options(without_retries).pages().resume_from("x");
        server.record_error(failing.next().await.unwrap().unwrap_err());
        let position = failing.next_position().unwrap();
        let rest = client.cursors().list().pages().resume_from(position);
        server.record(rest.try_collect::<Vec<_>>().await?);

        server.respond_json(r#"{"items": ["a"], "paging": {"next_cursor": "x"}}"#);
        server.respond_json(r#"{"items": ["b"], "paging": {"next_cursor": "x"}}"#);
        let names = client.cursors().list().stream().try_collect::<Vec<_>>().await;
        server.record_error(names.unwrap_err());

        server.respond_json(r#"{"items": ["a"], "paging": {"next_cursor": null, "total": 3}}"#);
        server.record(client.cursors().list().send().await?);
        server.respond_json(r#"{"items": ["a", {}]}"#);
        server.record_error(client.cursors().list().send().await.unwrap_err());
        server.respond_json(r#"{"paging": {}}"#);
        server.record_error(client.cursors().list().send().await.unwrap_err());

        server.respond_json(r#"{"results": ["a", "b"], "total": 5}"#);
        server.respond_json(r#"{"results": ["c"], "total": 5}"#);
        server.respond_json(r#"{"results": ["d", "e"], "total": 5}"#);
        let names: Vec<String> = client.offsets().list().limit(9).stream().try_collect().await?;
        server.record(names);
        server.respond_json(r#"{"results": ["a", "b"]}"#);
        server.respond_json(r#"{"results": ["a", "b"]}"#);
        let names = client.offsets().list().offset(4).stream().try_collect::<Vec<_>>().await;
        server.record_error(names.unwrap_err());

        server.respond_json(r#"{"data": [{"id": "a"}, {"id": "b"}], "has_more": true}"#);
        server.respond_json(r#"{"data": [{"id": "c"}], "has_more": false}"#);
        let mut rooms = client.last_ids().list().stream();
        while let Some(room) = rooms.try_next().await? {
            server.record(room);
        }
        server.record(rooms.next_position());
        server.respond_json(r#"{"data": [], "has_more": true}"#);
        let rooms = client.last_ids().list().stream().try_collect::<Vec<_>>().await;
        server.record_error(rooms.unwrap_err());

        server.respond_link(r#"</v1/links?size=2&page=2>; rel="next", </v1/links>; rel="first""#, r#"["a", "b"]"#);
        server.respond_link(&format!("<{}/v1/links?page=3>; rel=next", server.url()), r#"["c"]"#);
        server.respond_link("<?page=1>; rel=prev", r#"["d"]"#);
        let names: Vec<String> = client.links().list().size(2).stream().try_collect().await?;
        server.record(names);
        server.respond_link("<https://evil.example/v1/links?page=2>; rel=next", r#"["a"]"#);
        let names = client.links().list().stream().try_collect::<Vec<_>>().await;
        server.record_error(names.unwrap_err());
        server.respond_link("<?page=2>; rel=next", r#"["a"]"#);
        server.respond_link("<?page=1>; rel=next", r#"["b"]"#);
        server.respond_link("<?page=2>; rel=next", r#"["a"]"#);
        server.respond_link("<?page=1>; rel=next", r#"["b"]"#);
        let mut pages = client.links().list().pages();
        server.record(pages.next().await.unwrap()?);
        server.record_debug(pages.headers().get("link"));
        let names = pages.items().try_collect::<Vec<_>>().await;
        server.record_error(names.unwrap_err());

        server.respond_json(r#"{"seats": ["a"], "next": "?after=a"}"#);
        server.respond_json(r#"{"seats": ["b"], "next": null}"#);
        let names: Vec<String> = client.next_urls().list().stream().try_collect().await?;
        server.record(names);

        server.respond_json(r#"{"records": ["a"], "page_count": 2}"#);
        server.respond_json(r#"{"records": ["b"], "page_count": 2}"#);
        let names: Vec<String> = client.numbers().list().stream().try_collect().await?;
        server.record(names);

        server.respond_json(r#"{"page": {"rows": ["a"], "last": "x", "more": true}}"#);
        server.respond_json(r#"{"page": {"rows": ["b"], "last": "y", "more": false}}"#);
        let pages = client.declared().list().page_size(1).pages();
        server.record(pages.try_collect::<Vec<_>>().await?);

        server.respond_json(r#"["a"]"#);
        server.record(client.disabled().list().send().await?);

        let rooms = client.request(reqwest::Method::GET, "/links?page=2&size=1").query("size", 3);
        server.respond_json(r#"["a"]"#);
        server.record(rooms.send::<Vec<String>>().await?);
        server.respond_json(r#"["b"]"#);
        server.record(client.get_link("/v1/links?page=3").send::<Vec<String>>().await?);
        let elsewhere = client.get_link("https://evil.example/").send::<Vec<String>>().await;
        server.record_error(elsewhere.unwrap_err());

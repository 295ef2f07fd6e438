        use models::User;
        let users = client.users();
        server.respond_example("addUser 201");
        server.record(users.add("Ann", "secret").hint("h").send().await?);
        users.replace([User::new("Bob", "p")]).send().await?;

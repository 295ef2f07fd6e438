        use models::User;
        let users = client.users();
        server.respond_example("addUser 201");
        server.record(users.create("Ann", "secret").hint("h").send().await?);
        users.replace_users([User::new("Bob", "p")]).send().await?;

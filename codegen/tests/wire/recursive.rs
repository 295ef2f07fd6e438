        use models::{Node, Owner};
        let leaf = || Node::new("leaf");
        let node = Node::new("root").next(leaf()).children([leaf(), leaf().children([])]);
        let node = node.by_name([("x", leaf())]).owner(Owner::new().owns(leaf()));
        server.respond_example("swap 200 deep");
        server.record(client.nodes().swap([node]).send().await?);

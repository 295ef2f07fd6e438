        use models::{ByteSource, FilePart, Stamp};
        let letters = client.letters();
        letters.send("me", "PDF").send().await?;
        let photos = [
            FilePart::new("one").file_name("a \"b\".png").media_type("image/png"),
            FilePart::new(vec![b't', b'w', b'o']),
        ];
        let letter = letters.send("ä", FilePart::new("PDF").file_name("scan.pdf"));
        let letter = letter.photos(photos).stamp(Stamp::new().value(1.5)).tags(["x", "y"]);
        letter.count(3).urgent(false).send().await?;
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>("pie"), Ok("ces")]);
        letters.send("", ByteSource::stream(pieces)).send().await?;

notice-title = What we keep of your face, and why
notice-version = Version { $version }
notice-read-on = Read on
notice-read = Read to its end.
notice-text =
    This kiosk recognises you by your face, so that you can come in. For that it needs your agreement.

    What is kept: your name, your badge number, e-mail, department and PIN if you give them, your signature under this notice, and templates of your face. A template is a list of numbers that tells faces apart. Besides, the shape of your face as it was measured: points in space, without skin or colour. No photo is kept.

    What is noted each time you verify: the time, the result and its reason, figures about the pictures, the movements and how alike the faces are, and the shape that was measured.

    Where: encrypted in this site's kiosks and their backups. If the site has a centre, what the kiosks share lies there, too, encrypted so that only they can read it; times, results and reasons can be read there, without your name.

    What it is for: checking at this site that you are who you say, and nothing else. A door or program that the site has chosen may be told that you were verified.

    It is your choice: you can come in by another way, at the front desk, with no disadvantage. You can withdraw at any time: tell the front desk, and it is all erased. Only times, results and figures of your visits stay, without saying whose they were.

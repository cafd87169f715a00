notice-title = What we keep of your face, and why
notice-version = Version { $version }
notice-read-on = Read on
notice-read = Read to its end.
notice-text =
    This kiosk recognises you by your face, so that you can come in. For that it needs your agreement.

    What is kept: your name, your badge number, e-mail and department if you give them, your signature under this notice, and templates of your face. A template is a list of numbers that tells faces apart. Besides, the shape of your face as it was measured: points in space, without skin or colour. No photo is kept. All of it is stored encrypted at this site.

    What is noted: each time you verify, the time, the result and its reason, and the shape that was measured.

    What it is for: checking at this site's kiosks that you are who you say. Nothing else, and it is not given to others.

    It is your choice: you can come in by another way, at the front desk, with no disadvantage. You can withdraw at any time: tell the front desk, and all of it is erased.

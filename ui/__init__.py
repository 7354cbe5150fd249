"""What the studio's pages share: looks, words, and the parts that several of them show. Holds no rules."""

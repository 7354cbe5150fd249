"""What the product exists for: facts and their proof, the snowball, the checks, the polish."""

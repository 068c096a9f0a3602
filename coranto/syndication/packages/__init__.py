"""What another outlet takes along: an article with its attribution, licence and corrections, in every form it may paste or print."""

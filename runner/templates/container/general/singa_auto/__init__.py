"""What a model of SINGA-Auto imports from it, in a few small files: enough to train and to predict here."""

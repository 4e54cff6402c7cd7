"""What is needed to train and to judge the model; scoring does not import it."""

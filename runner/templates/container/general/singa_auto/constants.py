"""Names that models take from SINGA-Auto."""


class ModelDependency:
    """Packages as models name them; here requirements.txt says which are there."""

    TENSORFLOW = "tensorflow"
    KERAS = "Keras"
    SCIKIT_LEARN = "scikit-learn"
    TORCH = "torch"
    TORCHVISION = "torchvision"
    SINGA = "singa"
    XGBOOST = "xgboost"
    DS_CTCDECODER = "ds-ctcdecoder"
    NLTK = "nltk"
    SKLEARN_CRFSUITE = "sklearn-crfsuite"
